/** Something that a process cannot do its work without. */
export interface Dependency {
  name: string;
  /** @throws when it is not there */
  check(): Promise<unknown>;
}

/** The dependencies of this process, by its role. */
export const DEPENDENCIES = Symbol('DEPENDENCIES');
