/** A dependency that does not answer in this time is not there. */
const TIMEOUT_MS = 3_000;

/** Something that a process cannot do its work without. */
export interface Dependency {
  name: string;
  /** @throws when it is not there */
  check(): Promise<unknown>;
}

/** The dependencies of this process, by its role. */
export const DEPENDENCIES = Symbol('DEPENDENCIES');

/** @throws when it is not there, or does not answer in time */
export async function checkInTime(dependency: Dependency): Promise<void> {
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('No answer in time')), TIMEOUT_MS).unref();
  });
  await Promise.race([dependency.check(), timeout]);
}
