/**
 * Lint rules of our own, which .oxlintrc.json turns on by place. Each is a selector of what may not stand there and the way out.
 */

/**
 * @typedef {object} Context what the linter hands to a rule
 * @property {(fault: { node: unknown, message: string }) => void} report
 */

const clock = 'Take the time from a Clock argument (src/base/clock.ts).';
const markup =
  'Make elements with element() of src/playground/element.ts: text out of a ledger must not become markup.';

export default {
  meta: { name: 'own' },
  rules: {
    'named-exports': refuse({
      'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]':
        'Export by name: one thing has one name wherever it is used.',
    }),
    'errors-with-codes': refuse({
      'NewExpression[callee.name=/^(Error|TypeError|RangeError|SyntaxError)$/]':
        'Throw a LoglineError (src/base/errors.ts): callers act on its code, and docs/errors.md explains it.',
    }),
    'no-clock': refuse({
      'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]': clock,
      'MemberExpression[object.name="Date"][property.name="now"], MemberExpression[object.name="performance"][property.name="now"]':
        clock,
    }),
    'no-chance': refuse({
      'MemberExpression[object.name="Math"][property.name="random"], :matches(Identifier, PrivateIdentifier)[name=/^(randomUUID|randomBytes|randomInt|randomFillSync|getRandomValues)$/]':
        'Take ids and keys as arguments: the same input gives the same output.',
    }),
    'no-markup': refuse({
      'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|cssText)$/]': markup,
      'CallExpression[callee.property.name=/^(write|writeln|parseFromString|createContextualFragment)$/]': markup,
    }),
  },
};

/**
 * A rule that refuses whatever a selector finds.
 *
 * @param {Readonly<Record<string, string>>} messages by selector
 */
function refuse(messages) {
  return {
    meta: { type: /** @type {const} */ ('problem'), schema: [] },
    create(/** @type {Context} */ context) {
      return Object.fromEntries(
        Object.entries(messages).map(([selector, message]) => [
          selector,
          (/** @type {unknown} */ node) => context.report({ node, message }),
        ]),
      );
    },
  };
}
