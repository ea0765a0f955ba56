/** Where to look for Redis. */
export function programSearchPath(): string {
  return process.env.PATH ?? '';
}
