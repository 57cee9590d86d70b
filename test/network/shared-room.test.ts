import { describe, expect, test } from 'vitest';
import { erlangB } from '../../core/network/queue.ts';
import { sharedRoom } from '../../core/network/shared-room.ts';

describe('[L9] processor sharing with limited room', () => {
  test('as many servers as room: the loss system of Erlang', () => {
    for (const [servers, offered] of [
      [5, 3],
      [56, 40],
      [120, 130],
    ] as const) {
      const { refused, underWay } = sharedRoom(servers, servers, [{ offered, books: 1 }]);
      expect(refused[0]).toBeCloseTo(erlangB(servers, offered), 10);
      expect(underWay[0]).toBeCloseTo(offered * (1 - erlangB(servers, offered)), 8);
    }
  });

  test('one server: M/M/1 with a limit, ρ^K (1 − ρ) / (1 − ρ^(K + 1))', () => {
    for (const rho of [0.3, 0.9, 1.7]) {
      const limit = 12;
      const { refused } = sharedRoom(1, limit, [{ offered: rho, books: 1 }]);
      expect(refused[0]).toBeCloseTo((rho ** limit * (1 - rho)) / (1 - rho ** (limit + 1)), 10);
    }
  });

  test('several classes with a server each: Kaufman and Roberts', () => {
    const [room, classes] = [
      20,
      [
        { offered: 4, books: 1 },
        { offered: 1.5, books: 4 },
      ],
    ] as const;
    const weight = [1];
    for (let used = 1; used <= room; used += 1)
      weight.push(classes.reduce((sum, { offered, books }) => sum + (offered * books * (weight[used - books] ?? 0)) / used, 0));
    const whole = weight.reduce((sum, one) => sum + one, 0);
    const { refused } = sharedRoom(room, room, classes);
    for (const [index, { books }] of classes.entries())
      expect(refused[index]).toBeCloseTo(weight.slice(room - books + 1).reduce((sum, one) => sum + one, 0) / whole, 10);
  });

  test('what is under way does the work that was let in, at most one server each and all servers together', () => {
    const classes = [
      { offered: 0.8, books: 4 },
      { offered: 0.6, books: 1 },
    ];
    const { refused, underWay } = sharedRoom(2, 20, classes);
    for (const [index, { offered }] of classes.entries())
      expect(underWay[index]).toBeGreaterThan(offered * (1 - (refused[index] ?? 1)) - 1e-9);
    expect(
      sharedRoom(
        2,
        20,
        classes.map((one) => ({ ...one, offered: one.offered * 100 })),
      ).refused.every((share) => share > 0.9),
    ).toBe(true);
  });
});
