/** Renames in small programs: each gives the text that it must, or the refusal. None changes what a program means. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ASSIGNED_CASES } from './rename-assigned.ts';
import { renameMarked } from './rename-case.ts';
import { FACTORY_CASES, FAR_CASES, RUNTIME_CASES, SCOPE_HAZARDS, SILENT_CASES } from './rename-hazards.ts';
import { JS_CASES, JSX_CASES } from './rename-jsx-js.ts';
import { MEMBER_CASES } from './rename-members.ts';
import { MODERN_CASES } from './rename-modern.ts';
import { MODULE_CASES } from './rename-modules.ts';
import { PACKAGE_CASES } from './rename-packages.ts';
import { NAME_CASES, SCOPE_CASES } from './rename-scopes.ts';
import { TYPE_CASES } from './rename-types.ts';
import { UNSEEN_CASES } from './rename-unseen.ts';

const TABLES = {
  scopes: SCOPE_CASES,
  names: NAME_CASES,
  modules: MODULE_CASES,
  packages: PACKAGE_CASES,
  members: MEMBER_CASES,
  types: TYPE_CASES,
  JSX: JSX_CASES,
  JavaScript: JS_CASES,
  'what JSX stands for': FACTORY_CASES,
  'names at run time': RUNTIME_CASES,
  'types that meet in silence': SILENT_CASES,
  'blocks and words': SCOPE_HAZARDS,
  'names far apart': FAR_CASES,
  'newer syntax and merging': MODERN_CASES,
  'members that are assigned': ASSIGNED_CASES,
  'what no type tells of': UNSEEN_CASES,
};

/** Hazards on which renames of language services are known to go wrong without a word, each with the case above that shows it. */
const HAZARDS = {
  renamed: {
    'a local name that an inner scope has as well': 'an inner name of the same spelling is another one',
    'a shorthand property, from the side of the variable': 'shorthand keeps the property when the variable changes',
    'a shorthand property, from the side of the type': 'shorthand keeps the variable when the property changes',
    'destructuring, from the side of the type': 'taking apart keeps the local name when the property changes',
    'destructuring, from the side of the local name': 'taking apart keeps the property when the local name changes',
    'a property that is called as a variable is': 'a property and a variable of the same name',
    'an import in another file': 'an import',
    'an alias of an import': 'an import by another name keeps that',
    'a chain of re-exports': 'a chain of re-exports',
    'an export list': 'a list of exports',
    'an import as a shorthand property': 'an import that stands as a shorthand property',
    'an interface merged with a constant': 'declaration merging of an interface and a constant',
    'a class merged with a namespace': 'declaration merging of a class and a namespace',
    'a JSX component with a closing tag': 'a component',
    'strings and comments of the same spelling': 'strings and comments are left alone',
    'a method that a subclass overrides': 'inherited and overridden members',
    'element access by a literal': 'element access by a string',
    'a type query': 'the type of a value',
    'CR LF and a byte order mark': 'CRLF and a byte order mark',
    'the local name of a default export': 'a default export and an import of the same name',
    'a label of the same spelling': 'a label is not the variable',
  },
  refused: {
    'a use that an inner local name would capture': 'an inner name would take the place of the new one',
    'the new name is taken at the top of the module': 'the new name stands in the same scope',
    'a global would be captured': 'a global that is used here',
    'a parameter would capture an outer name': 'the new name would take the place of an outer one',
    'the importer has the new name': 'an import that meets a local name',
    'a component would be an intrinsic element':
      'a component that would be an element that the page has, which no type tells apart',
    'a subclass has a member of the new name': 'a member that an heir has already',
    'a string that has to be a key': 'a string where a key is expected',
    'a reserved word': 'the new name "class"',
  },
};

for (const [outcome, hazards] of Object.entries(HAZARDS)) {
  describe(`hazards that are ${outcome}`, () => {
    for (const [hazard, title] of Object.entries(hazards)) {
      test(hazard, () => {
        const shown = Object.values(TABLES).flatMap((cases) => cases.filter(({ what }) => what === title));
        assert.deepEqual(
          shown.map(({ want }) => (typeof want === 'string' ? 'refused' : 'renamed')),
          [outcome],
        );
      });
    }
  });
}

for (const [table, cases] of Object.entries(TABLES)) {
  describe(table, () => {
    for (const one of cases) {
      test(one.what, () => {
        const { outcome, changed } = renameMarked(one);
        if (typeof one.want === 'string') {
          assert.equal(outcome.findings[0]?.code, one.want, JSON.stringify(changed));
        } else {
          assert.deepEqual(outcome.findings, []);
          assert.deepEqual(changed, one.want);
        }
      });
    }
  });
}
