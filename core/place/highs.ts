import type { Highs, Model, ModelData } from 'highs';
import type { Milp, MilpOptions, MilpResult, MilpSolver } from './milp.ts';

/** The solver HiGHS (https://highs.dev) behind our port; the caller loads the runtime. It blocks until its time is over. */
export function highsMilp(highs: Highs): MilpSolver {
  return (milp, options) => {
    const model = highs.createModel(modelData(highs, milp, options));
    try {
      return run(highs, model, milp, options);
    } finally {
      model.dispose();
    }
  };
}

function modelData(highs: Highs, milp: Milp, { relaxed = false }: MilpOptions): ModelData {
  const { variableType } = highs.constants;
  const finite = (bounds: Float64Array): Float64Array =>
    bounds.map((each) => (Number.isFinite(each) ? each : Math.sign(each) * highs.infinity));
  return {
    numCols: milp.cost.length,
    numRows: milp.rowLower.length,
    sense: highs.constants.objectiveSense.minimize,
    offset: 0,
    colCost: milp.cost,
    colLower: finite(milp.lower),
    colUpper: finite(milp.upper),
    rowLower: finite(milp.rowLower),
    rowUpper: finite(milp.rowUpper),
    matrix: {
      format: 'csr',
      numRows: milp.rowLower.length,
      numCols: milp.cost.length,
      starts: milp.starts,
      indices: milp.indices,
      values: milp.values,
    },
    ...(relaxed
      ? {}
      : { integrality: Int32Array.from(milp.whole, (each) => (each === 1 ? variableType.integer : variableType.continuous)) }),
  };
}

function run(highs: Highs, model: Model, milp: Milp, options: MilpOptions): MilpResult {
  model.options.set({ output_flag: false, time_limit: options.seconds, mip_rel_gap: options.gap ?? 0, mip_abs_gap: 1e-6 });
  if (options.nodes !== undefined) model.options.set({ mip_max_nodes: options.nodes });
  if (options.start !== undefined) model.setSolution({ colValue: options.start });
  const { callbackType, modelStatus } = highs.constants;
  let isEnough = false;
  try {
    model.run({
      [callbackType.mipImprovingSolution](event) {
        const { objective_function_value: objective = Infinity, mip_dual_bound: bound = -Infinity } = event.data;
        if (options.onBetter?.(objective, bound) === true) isEnough = true;
      },
      [callbackType.mipInterrupt](event) {
        if (isEnough) event.interrupt();
      },
    });
  } catch (error) {
    // The solver gives up on numbers that it cannot factor: then nothing is known.
    if (error instanceof Error && error.name === 'HighsError')
      return { status: 'unknown', objective: null, bound: -Infinity, columns: null };
    throw error;
  }
  const status = model.getModelStatus();
  if (status === modelStatus.infeasible) return { status: 'infeasible', objective: null, bound: Infinity, columns: null };
  const objective = model.info.get('objective_function_value') as number;
  const isOptimal = status === modelStatus.optimal;
  const isMip = options.relaxed !== true && milp.whole.some((each) => each === 1);
  const bound = isMip ? (model.info.get('mip_dual_bound') as number) : isOptimal ? objective : -Infinity;
  const hasSolution = isOptimal || (Number.isFinite(objective) && Math.abs(objective) < highs.infinity);
  if (!hasSolution) return { status: 'unknown', objective: null, bound, columns: null };
  return { status: isOptimal ? 'optimal' : 'feasible', objective, bound, columns: model.getSolution().colValue };
}
