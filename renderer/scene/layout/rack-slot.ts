import { RACK_UNIT_M } from '../../../core/site/geometry.ts';
import { SERVER_MODEL_HEIGHT_M, SYMBOL_SIZES } from './symbol-size.ts';
import type { SceneSymbol } from './symbols.ts';

/** The plinth of the frame's model. */
const PLINTH_M = 0.1;

/** How something that fills so many rack units from `unit` upwards is drawn within the frame of its rack. */
export function inSlot(unit: number, units: number): Pick<SceneSymbol, 'kind' | 'offset' | 'heightShare' | 'stretch'> {
  return {
    kind: 'rack-server',
    offset: [0, PLINTH_M + (unit - 1) * RACK_UNIT_M, 0],
    heightShare: (units * RACK_UNIT_M) / SYMBOL_SIZES['rack-frame'].sizeM,
    // A gap of a tenth tells units apart.
    stretch: (units * RACK_UNIT_M * 0.9) / SERVER_MODEL_HEIGHT_M,
  };
}
