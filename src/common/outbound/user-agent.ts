import { VERSION } from '../version';

/** The name by which the program introduces itself to other servers: `Darkroom/1.2.3 (image compression service)`. */
export const USER_AGENT = `Darkroom/${VERSION} (image compression service)`;
