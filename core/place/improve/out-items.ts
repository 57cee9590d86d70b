import type { RandomStream } from '../../base/random.ts';
import type { SearchState } from '../state.ts';

/** Looking through all items again has to be worth so many times its work elsewhere. */
const WORK_BETWEEN = 10;

/** Items that are in no bin. They are looked up now and then, so that a search knows them at next to no cost. */
export class OutItems {
  private readonly state: SearchState;
  private items: number[] = [];
  private lookAt = 0;

  constructor(state: SearchState) {
    this.state = state;
  }

  /** Any one of them; −1 where none is known. */
  pick(random: RandomStream): number {
    const { state } = this;
    if (state.work >= this.lookAt) {
      this.items = [...state.binOf.keys()].filter((item) => state.binOf[item] === -1);
      this.lookAt = state.work + WORK_BETWEEN * state.items;
    }
    while (this.items.length > 0) {
      const at = Math.floor(random() * this.items.length);
      const item = this.items[at] as number;
      if (state.binOf[item] === -1) return item;
      this.items[at] = this.items.at(-1) as number;
      this.items.pop();
    }
    return -1;
  }
}
