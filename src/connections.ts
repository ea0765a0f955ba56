import type { Role } from './app.settings';

/** What a process runs on, once its servers are up. */
export interface Connections {
  databaseUrl: string;
  redisUrl: string;
  role: Role;
}
