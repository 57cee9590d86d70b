/** Outcome of an operation that is expected to fail at times. Bugs throw; expected failures are values. */
export type Result<Value, Failure> = Success<Value> | Failed<Failure>;

export interface Success<Value> {
  readonly status: 'ok';
  readonly value: Value;
}

export interface Failed<Failure> {
  readonly status: 'failed';
  readonly error: Failure;
}

export function ok<Value>(value: Value): Success<Value> {
  return { status: 'ok', value };
}

export function failed<Failure>(error: Failure): Failed<Failure> {
  return { status: 'failed', error };
}
