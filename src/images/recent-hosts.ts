/** Many times the hosts that a process works for at once; with what is known of them they take up a few megabytes. */
const MOST_HOSTS = 10_000;

/** What is known of hosts, by `host:port`, as a Map; of the hosts that were set last only, as there may be a million. */
export class RecentHosts<T> {
  /** The one that was set last comes last. */
  private readonly known = new Map<string, T>();

  get(host: string): T | undefined {
    return this.known.get(host);
  }

  has(host: string): boolean {
    return this.known.has(host);
  }

  set(host: string, value: T): void {
    this.known.delete(host);
    const [oldest] = this.known.keys();
    if (oldest !== undefined && this.known.size >= MOST_HOSTS) this.known.delete(oldest);
    this.known.set(host, value);
  }

  delete(host: string): void {
    this.known.delete(host);
  }
}
