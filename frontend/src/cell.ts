/** A value that tells its listeners when it changes. */
export class Cell<T> {
  private listeners = new Set<(value: T, before: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    if (Object.is(value, this.current)) return;
    const before = this.current;
    this.current = value;
    for (const listener of [...this.listeners]) listener(value, before);
  }

  /** Calls `listener` at every change from now on; what is returned ends that. */
  listen(listener: (value: T, before: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls `listener` now and at every change. */
  follow(listener: (value: T) => void): () => void {
    listener(this.current);
    return this.listen(listener);
  }
}
