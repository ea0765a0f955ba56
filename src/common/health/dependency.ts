/** A dependency that does not answer within this time counts as down. */
const TIMEOUT_MS = 3_000;

/** Something that this process needs to do its work. */
export interface Dependency {
  name: string;
  /** Resolves when the dependency can be used. @throws when it cannot */
  check(): Promise<unknown>;
}

/** The dependencies of this process, by its role. */
export const DEPENDENCIES = Symbol('DEPENDENCIES');

/** Checks a dependency. @throws when it cannot be used, or does not answer in time */
export async function checkInTime(dependency: Dependency): Promise<void> {
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('No answer in time')), TIMEOUT_MS).unref();
  });
  await Promise.race([dependency.check(), timeout]);
}
