/**
 * Carries short texts between the processes of one installation, at most once: a text may be lost, never doubled, and the texts of one
 * publisher on one topic arrive in order. Nothing durable depends on it; PostgreSQL is asked for what it did not bring.
 */
export interface Bus {
  /** Tells everybody who listens to `topic`, this process too. Never waits and never throws: what cannot be sent is counted and dropped. */
  publish(topic: string, text: string): void;
  /** Hears `topic` from the moment the promise resolves until disposed. */
  subscribe(topic: string, listener: (text: string) => void): Promise<AsyncDisposable>;
  /** Whether another process may listen. While none can, what a process has already told itself needs no text. */
  reachesOthers(): boolean;
  /** Whether texts currently travel between processes. */
  isHealthy(): boolean;
  close(): Promise<void>;
}
