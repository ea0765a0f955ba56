import { hostOf } from '../common/outbound';

/** The receiver that a webhook URL belongs to, `host:port`: attempts at one receiver are limited together. */
export const receiverOf = (url: string): string => hostOf(url);
