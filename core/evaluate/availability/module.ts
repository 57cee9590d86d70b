/** Parts that act as one: a component, parts that all have to work, or parts of which one is enough. Each component occurs once. */
export type Module =
  | { readonly kind: 'part'; readonly component: number }
  | { readonly kind: 'series' | 'parallel'; readonly modules: readonly Module[] };

export function series(modules: readonly Module[]): Module {
  const [first] = modules;
  return modules.length === 1 && first !== undefined ? first : { kind: 'series', modules };
}

export function parallel(modules: readonly Module[]): Module {
  const [first] = modules;
  return modules.length === 1 && first !== undefined ? first : { kind: 'parallel', modules };
}

/** Availability in closed form: the product, or one less the product of unavailabilities. */
export function moduleAvailability(module: Module, availability: ArrayLike<number>): number {
  if (module.kind === 'part') return availability[module.component] ?? 0;
  let product = 1;
  for (const part of module.modules) {
    const value = moduleAvailability(part, availability);
    product *= module.kind === 'series' ? value : 1 - value;
  }
  return module.kind === 'series' ? product : 1 - product;
}

/** Adds the importance of a module, handed down to its components by the chain rule. */
export function addImportance(
  module: Module,
  importance: number,
  availability: ArrayLike<number>,
  into: Map<number, number>,
): void {
  if (module.kind === 'part') {
    into.set(module.component, (into.get(module.component) ?? 0) + importance);
    return;
  }
  const values = module.modules.map((part) => {
    const value = moduleAvailability(part, availability);
    return module.kind === 'series' ? value : 1 - value;
  });
  for (const [at, part] of module.modules.entries()) {
    let others = importance;
    for (const [other, value] of values.entries()) if (other !== at) others *= value;
    addImportance(part, others, availability, into);
  }
}
