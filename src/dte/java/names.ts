/** Names that mean something to Java itself. */

const KEYWORDS = new Set(
  (
    'abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally float ' +
    'for goto if implements import instanceof int interface long native new package private protected public return short static ' +
    'strictfp super switch synchronized this throw throws transient try void volatile while _ true false null'
  ).split(' '),
);

/** Words that name no type, and some that are keywords in some places. */
const TYPE_WORDS = new Set(['var', 'record', 'sealed', 'permits', 'yield', 'non']);

const OBJECT_METHODS = new Set('clone equals finalize getClass hashCode notify notifyAll toString wait'.split(' '));

/** Methods of interfaces and classes that many types have as their base. */
const METHODS_OF: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Object: '',
    Serializable: 'writeObject readObject readResolve writeReplace readObjectNoData',
    Cloneable: '',
    Runnable: 'run',
    Comparable: 'compareTo',
    Comparator: 'compare reversed thenComparing thenComparingInt thenComparingLong thenComparingDouble',
    Callable: 'call',
    AutoCloseable: 'close',
    Closeable: 'close',
    Iterable: 'iterator forEach spliterator',
    Iterator: 'hasNext next remove forEachRemaining',
    Supplier: 'get',
    Consumer: 'accept andThen',
    BiConsumer: 'accept andThen',
    Function: 'apply compose andThen identity',
    BiFunction: 'apply andThen',
    UnaryOperator: 'apply compose andThen identity',
    Predicate: 'test and or negate not isEqual',
    Throwable:
      'getMessage getLocalizedMessage getCause initCause printStackTrace fillInStackTrace getStackTrace setStackTrace addSuppressed getSuppressed',
  }).map(([name, methods]) => [name, methods.split(' ')]),
);

/** Whether every class has a method of this name. */
export const isObjectMethod = (name: string): boolean => OBJECT_METHODS.has(name);

/** Whether a type from outside of the tree may have a member of a name. @param type - its simple name */
export function mayHaveMember(type: string, name: string): boolean {
  const known = METHODS_OF.get(/(?:Exception|Error)$/.test(type) ? 'Throwable' : type);
  return known === undefined || known.includes(name);
}

/** Answers what speaks against a text as a new name, or `undefined`. */
export function nameFault(name: string, isType: boolean): string | undefined {
  if (!/^[\p{L}\p{Nl}\p{Sc}\p{Pc}][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Sc}\p{Pc}]*$/u.test(name))
    return 'it is no identifier of Java';
  if (name.normalize('NFC') !== name) return 'it has characters that look like others';
  if (KEYWORDS.has(name)) return 'it is a keyword of Java';
  if (isType && TYPE_WORDS.has(name)) return 'no type can have this name';
  return undefined;
}
