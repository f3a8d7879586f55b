/** What is put into files of others, and taken out again, with every other byte as it was. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasBlock, withBlock, withoutBlock } from '../../../src/cli/setup/marked-block.ts';
import { hasListItem, withListItem, withoutListItem } from '../../../src/cli/setup/yaml-list.ts';

describe('a block between marks', () => {
  const block = '# >>> logline-core >>>\nours\n# <<< logline-core <<<\n';
  const put = (text: string, place: 'first' | 'last' = 'last'): string => withBlock(text, ['ours'], 'hash', place);

  test('goes to the end, behind an empty line', () => {
    assert.equal(put(''), block);
    assert.equal(put('theirs'), `theirs\n\n${block}`);
    assert.equal(put('theirs\n'), `theirs\n\n${block}`);
    assert.equal(put('theirs\n\n'), `theirs\n\n${block}`);
  });

  test('goes to the start, behind the line that names the program', () => {
    assert.equal(put('theirs\n', 'first'), `${block}theirs\n`);
    assert.equal(put('#!/bin/sh\ntheirs\n', 'first'), `#!/bin/sh\n${block}theirs\n`);
    assert.equal(put('#!/bin/sh', 'first'), `#!/bin/sh\n${block}`);
  });

  test('takes the place of an older one, wherever that stands', () => {
    const old = block.replace('ours', 'older');
    assert.equal(put(`a\n${old}b\n`), `a\n${block}b\n`);
    assert.equal(put(`a\n${old.trimEnd()}`), `a\n${block}`);
  });

  test('is taken out with the empty line that came with it', () => {
    assert.equal(withoutBlock(put('theirs\n'), 'hash'), 'theirs\n');
    assert.equal(withoutBlock(`a\n\n${block}b\n`, 'hash'), 'a\n\nb\n');
    assert.equal(withoutBlock('theirs\n', 'hash'), 'theirs\n');
  });

  test('is none where a mark stands inside of a line, or has no end', () => {
    for (const text of [`x ${block}`, '# >>> logline-core >>>\nours\n']) assert.equal(hasBlock(text, 'hash'), false);
    assert.equal(hasBlock(block, 'hash'), true);
  });
});

describe('an item of a list in YAML', () => {
  const item = ['- repo: ours', '  rev: v1'];
  const put = (text: string): string | undefined => withListItem(text, 'repos', item);

  test('comes first in the list, or makes it', () => {
    assert.equal(put('repos:\n- repo: a\n'), 'repos:\n- repo: ours\n  rev: v1\n- repo: a\n');
    assert.equal(put('repos: # all\n\n  - repo: a\n'), 'repos: # all\n  - repo: ours\n    rev: v1\n\n  - repo: a\n');
    assert.equal(put(''), 'repos:\n  - repo: ours\n    rev: v1\n');
    assert.equal(put('# none\nfail_fast: true'), '# none\nfail_fast: true\nrepos:\n  - repo: ours\n    rev: v1\n');
  });

  test('is left to people where the list is written in another way', () => {
    for (const text of ['repos: [a]\n', '"repos": []\n', 'repos:\n  a: b\n', '- repo: a\n', '{repos: []}\n'])
      assert.equal(put(text), undefined, text);
  });

  test('is taken out, with the list if it was all of it', () => {
    assert.equal(withoutListItem(put('')!, 'repos', item), '');
    assert.equal(withoutListItem(put('repos:\n- repo: a\n')!, 'repos', item), 'repos:\n- repo: a\n');
    assert.equal(withoutListItem('repos:\n- repo: a\n', 'repos', item), 'repos:\n- repo: a\n');
    assert.equal(withoutListItem('- repo: ours\n  rev: v1\n- b\n', 'repos', item), '- b\n');
    assert.equal(hasListItem('repos:\n- repo: a\n', item), false);
  });
});
