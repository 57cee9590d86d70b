/** State that a run of edits leads to; `digest` chains all of them, so that none can go missing unseen. */
export interface EditedState {
  readonly revision: number;
  readonly digest: number;
  readonly values: Readonly<Record<string, number>>;
}

export interface Edit {
  readonly key: string;
  readonly value: number;
}

export const EMPTY_STATE: EditedState = { revision: 0, digest: 0, values: {} };
const KEYS = 97;

/** The edit that leads to `revision`; the same in the page and in the benchmark. */
export function editAt(seed: number, revision: number): Edit {
  return { key: `node-${revision % KEYS}`, value: mix(seed, revision) };
}

export function applyEdit(state: EditedState, edit: Edit): EditedState {
  const digest = mix(state.digest, mix(edit.value, Number(edit.key.slice('node-'.length))));
  return { revision: state.revision + 1, digest, values: { ...state.values, [edit.key]: edit.value } };
}

/** Murmur3's finaliser over two numbers: any change of either changes the result, in practice. */
function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ b;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
