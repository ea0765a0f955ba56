/** The PATH to search for Redis. */
export function programSearchPath(): string {
  return process.env.PATH ?? '';
}
