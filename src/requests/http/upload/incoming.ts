/** Folder of the data directory where uploads lie while they come in and are checked. */
export const INCOMING = 'incoming';
