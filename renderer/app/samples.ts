/** A site that comes with the application. */
export interface Sample {
  /** Keys its name and description: `sample.<id>`. */
  readonly id: string;
  readonly kind: 'factory' | 'city' | 'mec';
  /** Address of its site file, among the application's own. */
  readonly address: string;
}

const ADDRESSES = import.meta.glob<string>('../../assets/samples/*.edgewright.json', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** In the order of the start page. */
const ORDER = [
  { id: 'melbourne-mec', kind: 'mec' },
  { id: 'car-factory-qc', kind: 'factory' },
  { id: 'city-traffic', kind: 'city' },
] as const;

/** The samples this build has. */
export function listSamples(): readonly Sample[] {
  return ORDER.flatMap(({ id, kind }) => {
    const address = ADDRESSES[`../../assets/samples/${id}.edgewright.json`];
    return address === undefined ? [] : [{ id, kind, address }];
  });
}
