/** Names that mean something to Python itself. */

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Keywords only in some places: as names they are allowed, but a reader and some parsers take them otherwise. */
const SOFT_KEYWORDS = new Set(['match', 'case', 'type', '_']);

const BUILTINS = new Set(
  (
    'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr ' +
    'dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int ' +
    'isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range ' +
    'repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip ' +
    '__name__ __file__ __doc__ __package__ __spec__ __loader__ __builtins__ __debug__ __import__ __build_class__ __path__ ' +
    'NotImplemented Ellipsis'
  ).split(' '),
);

/** Whether Python itself, or the machinery that loads modules, brings a name. Names of exceptions are told by their ends. */
export const isBuiltin = (name: string): boolean =>
  BUILTINS.has(name) ||
  /^(?:[A-Z]\w*(?:Error|Exception|Warning)|BaseException|BaseExceptionGroup|ExceptionGroup|GeneratorExit|KeyboardInterrupt|StopIteration|StopAsyncIteration|SystemExit|Warning|Exception)$/.test(
    name,
  );

/** Whether a name is used by the language itself, such as `__init__`. */
export const isSpecial = (name: string): boolean => /^__.+__$/.test(name);

/** Whether Python changes a name within classes, such as `__balance`. */
export const isPrivate = (name: string): boolean => name.startsWith('__') && !name.endsWith('__');

/** Answers what speaks against a text as a new name, or `undefined`. */
export function nameFault(name: string): string | undefined {
  if (!/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name)) return 'it is no identifier of Python';
  if (name.normalize('NFKC') !== name) return 'Python takes it for another spelling of a name';
  if (KEYWORDS.has(name)) return 'it is a keyword of Python';
  if (SOFT_KEYWORDS.has(name)) return 'it is a keyword of Python in some places';
  if (isSpecial(name)) return "names with two underscores on both sides are the language's own";
  return undefined;
}
