import type { RandomStream } from '../../base/random.ts';
import { requestsByNode } from './alike.ts';
import type { Bill, Piece } from './build.ts';
import { freeSlot, inOrder } from './build.ts';
import type { SizeProblem } from './problem.ts';
import type { Showroom, StandOffer } from './showroom.ts';

/** Draws until one is new. */
const DRAWS = 60;

/** [P5] Another bill than this one by one move of hardware: a piece less, another type, two as one, or elsewhere. Null where none that will do was drawn. */
export function neighbourOf(
  problem: SizeProblem,
  showroom: Showroom,
  bill: Bill,
  random: RandomStream,
  willDo: (bill: Bill) => boolean,
): Bill | null {
  const moves = [drop, swap, swap, merge, shift];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const move = moves[Math.floor(random() * moves.length)] ?? drop;
    const next = move(problem, showroom, bill, random);
    if (next !== null && willDo(next)) return inOrder(next);
  }
  return null;
}

type Move = (problem: SizeProblem, showroom: Showroom, bill: Bill, random: RandomStream) => Bill | null;

const drop: Move = (_problem, _showroom, bill, random) => {
  const piece = anyOf(bill, random);
  return piece === null || piece.stand.isRequired ? null : bill.filter((one) => one !== piece);
};

/** Another type in the same stand, or of equal pieces in all their stands at once, or in those of them that are asked least. */
const swap: Move = (problem, showroom, bill, random) => {
  const piece = anyOf(bill, random);
  if (piece === null) return null;
  const offer = anyOf(
    showroom.offers.filter(({ stand, type }) => stand === piece.stand && type.id !== piece.type.id),
    random,
  );
  if (offer === null) return null;
  const equal = bill.filter((one) => one.type.id === piece.type.id && one.stand.isRequired === piece.stand.isRequired);
  const meant = new Set(random() < 0.5 ? [piece] : leastAsked(problem, equal, SHARES[Math.floor(random() * SHARES.length)] ?? 1));
  return bill.map((one) => {
    return meant.has(one) && one.stand.types.includes(offer.type) ? { ...one, type: offer.type } : one;
  });
};

/** Shares of equal pieces that are changed at once. */
const SHARES = [1, 1, 0.75, 0.5, 0.25];

function leastAsked(problem: SizeProblem, pieces: readonly Piece[], share: number): readonly Piece[] {
  if (share === 1) return pieces;
  const requests = requestsByNode(problem);
  const asked = ({ stand }: Piece): number => requests.get(stand.node?.id ?? '') ?? 0;
  return pieces.toSorted((a, b) => asked(a) - asked(b)).slice(0, Math.ceil(share * pieces.length));
}

/** Two pieces become one of some type where one of them stands. */
const merge: Move = (_problem, showroom, bill, random) => {
  const a = anyOf(bill, random);
  const b = anyOf(bill, random);
  if (a === null || b === null || a === b || a.stand.isRequired || b.stand.isRequired) return null;
  const rest = bill.filter((one) => one !== a && one !== b);
  return withOffer(rest, anyOf(near(showroom, a), random));
};

/** The same type elsewhere. */
const shift: Move = (_problem, showroom, bill, random) => {
  const piece = anyOf(bill, random);
  if (piece === null || piece.stand.isRequired) return null;
  const rest = bill.filter((one) => one !== piece);
  const others = showroom.offers.filter(({ stand, type }) => stand !== piece.stand && type.id === piece.type.id);
  return withOffer(rest, anyOf(others, random));
};

function near(showroom: Showroom, { stand }: Piece): StandOffer[] {
  return showroom.offers.filter((offer) => offer.stand.placeId === stand.placeId && !offer.stand.isRequired);
}

/** A bill with one piece more; null where its stand is full. */
export function withOffer(bill: Bill, offer: StandOffer | null): Bill | null {
  const slot = offer === null ? null : freeSlot(bill, offer.stand);
  return offer === null || slot === null ? null : inOrder([...bill, { stand: offer.stand, slot, type: offer.type }]);
}

function anyOf<Value>(list: readonly Value[], random: RandomStream): Value | null {
  return list[Math.floor(random() * list.length)] ?? null;
}
