import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../core/site/commands/schema.ts';
import { checkIntegrityAfterEachChange, connectDocument, redo, showSite, undo } from '../../renderer/store/document.ts';
import type { DocumentChange } from '../../renderer/store/document.ts';
import { useInteractionStore } from '../../renderer/store/interaction-store.ts';
import type { DragSubject, DropTarget } from '../../renderer/store/interaction-store.ts';
import { useSiteStore } from '../../renderer/store/site-store.ts';
import { createDrag } from '../../renderer/tools/drag.ts';
import type { Drag } from '../../renderer/tools/drag.ts';
import { dropCommand } from '../../renderer/tools/drop-command.ts';
import { catalog, plant } from './plant.ts';

const hardware: DragSubject = { kind: 'hardware', typeId: 'new-server' };
const HERE = { xPx: 100, yPx: 100 };
const THERE = { xPx: 300, yPx: 200 };

let target: DropTarget | null;
let frames: (() => void)[];
let changes: DocumentChange[];
let previews: (Command | null)[];
let drag: Drag;

/** Draws the next frame. */
function frame(): void {
  for (const run of frames.splice(0)) run();
}

beforeEach(() => {
  target = { kind: 'place', placeId: 'rack', tier: 'on-site-edge', positionM: null };
  [frames, changes, previews] = [[], [], []];
  connectDocument({ changed: (change) => changes.push(change), preview: (command) => previews.push(command) });
  checkIntegrityAfterEachChange(true);
  showSite(plant());
  drag = createDrag({
    resolve: () => target,
    command: (site, subject, over) => dropCommand(site, catalog, subject, over),
    nextFrame(run) {
      frames.push(run);
      return () => {
        frames = frames.filter((one) => one !== run);
      };
    },
  });
});

afterEach(() => {
  connectDocument(null);
  checkIntegrityAfterEachChange(false);
});

describe('a drag', () => {
  it('from the catalog into a rack is one command, which undo takes back', () => {
    const before = useSiteStore.getState().site;
    drag.start(hardware, HERE);
    drag.move(THERE);
    frame();
    expect(useSiteStore.getState().site).toBe(before);
    const command = drag.drop(THERE);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ kind: 'command', revision: 1 });
    expect(changes[0]?.command).toBe(command);
    expect(useSiteStore.getState().site?.nodes['new-server']).toBeDefined();
    expect(useInteractionStore.getState()).toMatchObject({
      interaction: { kind: 'idle' },
      selection: [{ collection: 'nodes', id: 'new-server' }],
      preview: null,
      refusal: null,
    });
    undo();
    expect(useSiteStore.getState().site).toEqual(before);
    redo();
    expect(useSiteStore.getState().site?.nodes['new-server']).toBeDefined();
  });

  it('asks for a preview of what it would do, once a target and the newest only', () => {
    drag.start(hardware, HERE);
    for (let step = 0; step < 5; step += 1) drag.move({ xPx: 200 + step, yPx: 200 });
    expect(frames).toHaveLength(1);
    frame();
    expect(previews).toHaveLength(1);
    expect(previews[0]).toMatchObject({ kind: 'batch' });
    drag.move({ xPx: 250, yPx: 200 });
    frame();
    expect(previews).toHaveLength(1);
    expect(useInteractionStore.getState().interaction).toMatchObject({ pointer: { xPx: 250 } });
    target = { kind: 'tier', tier: 'central' };
    drag.move({ xPx: 251, yPx: 200 });
    frame();
    expect(previews).toHaveLength(2);
  });

  it('that is cancelled leaves no trace', () => {
    const site = useSiteStore.getState();
    const interaction = useInteractionStore.getState();
    drag.start(hardware, HERE);
    drag.move(THERE);
    frame();
    drag.cancel();
    expect(changes).toEqual([]);
    expect(useSiteStore.getState()).toEqual(site);
    expect(useInteractionStore.getState()).toEqual(interaction);
    expect(previews.at(-1)).toBeNull();
    expect(drag.phase).toBe('idle');
    expect(drag.drop(THERE)).toBeNull();
  });

  it('shows why a drop is refused while it hovers, and changes nothing on release', () => {
    drag.start({ kind: 'hardware', typeId: 'tall' }, HERE);
    drag.move(THERE);
    frame();
    expect(useInteractionStore.getState().refusal?.code).toBe('drop.rack-full');
    expect(previews).toEqual([null]);
    expect(drag.drop(THERE)).toBeNull();
    expect(changes).toEqual([]);
    expect(useSiteStore.getState().problem?.code).toBe('drop.rack-full');
    expect(useInteractionStore.getState().refusal).toBeNull();
  });

  it('shows what the document itself refuses: a locked node stays', () => {
    const site = plant();
    const spare = site.nodes['spare'];
    if (spare === undefined) throw new Error('spare is missing');
    showSite({ ...site, nodes: { ...site.nodes, spare: { ...spare, locked: true } } });
    drag.start({ kind: 'node', nodeId: 'spare' }, HERE);
    drag.move(THERE);
    frame();
    expect(useInteractionStore.getState().refusal?.code).toBe('site.locked');
    expect(drag.drop(THERE)).toBeNull();
    expect(changes).toEqual([]);
  });

  it('over nothing, or back where it came from, ends quietly', () => {
    for (const over of [null, { kind: 'node', nodeId: 'spare' } as const]) {
      target = over;
      drag.start({ kind: 'node', nodeId: 'spare' }, HERE);
      drag.move(THERE);
      frame();
      expect(useInteractionStore.getState().refusal).toBeNull();
      expect(drag.drop(THERE)).toBeNull();
    }
    expect(changes).toEqual([]);
    expect(useSiteStore.getState().problem).toBeNull();
  });

  it('does not begin before the pointer has moved: a click stays a click', () => {
    drag.start({ kind: 'node', nodeId: 'spare' }, HERE);
    drag.move({ xPx: 102, yPx: 101 });
    expect(drag.phase).toBe('pressed');
    expect(useInteractionStore.getState().interaction.kind).toBe('idle');
    expect(drag.drop({ xPx: 102, yPx: 101 })).toBeNull();
    expect(changes).toEqual([]);
  });

  it('drops where the pointer is released, even between two frames', () => {
    drag.start({ kind: 'placement', placementId: 'infer.server' }, HERE);
    drag.move(THERE);
    target = { kind: 'node', nodeId: 'cloud' };
    expect(drag.drop(THERE)).toEqual({ kind: 'placement.move', id: 'infer.server', nodeId: 'cloud' });
    expect(frames).toEqual([]);
  });

  it('of a second thing puts the first one down', () => {
    drag.start(hardware, HERE);
    drag.move(THERE);
    frame();
    drag.start({ kind: 'node', nodeId: 'spare' }, HERE);
    expect(useInteractionStore.getState().interaction.kind).toBe('idle');
    drag.move(THERE);
    frame();
    expect(useInteractionStore.getState().interaction).toMatchObject({ subject: { kind: 'node' } });
    drag.cancel();
  });

  it('changes nothing in a site that is open for reading only', () => {
    const why = { code: 'x', file: null, place: null, message: 'Read only.', remedy: 'Save a copy.', parameters: {} };
    useSiteStore.setState({ readOnly: why });
    drag.start(hardware, HERE);
    drag.move(THERE);
    expect(drag.drop(THERE)).toBeNull();
    expect(changes).toEqual([]);
    expect(useSiteStore.getState().problem).toBe(why);
  });
});
