export interface PortRange {
  from: number;
  to: number;
}

/** Reads `443` or `1024-65535`; null for anything else. */
export function parsePortRange(entry: string): PortRange | null {
  const match = /^(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?$/.exec(entry);
  if (!match) return null;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from >= 1 && from <= to && to <= 65_535 ? { from, to } : null;
}

export function isAllowedPort(ranges: readonly PortRange[], port: number): boolean {
  return ranges.some(({ from, to }) => port >= from && port <= to);
}
