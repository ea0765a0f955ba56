import { EntryList } from '../settings';
import { type ApiKey, parseApiKey } from './api-key';

export class ApiKeySettings {
  /**
   * The keys of callers, as `name:key`. A name owns what it uploads. Without keys everybody who can reach the service
   * may call.
   */
  @EntryList(
    'name:key, the name of letters, digits, dots, dashes and underscores ("default" only as the first), the key of at least 16 characters and nobody else\'s',
    parseApiKey,
  )
  API_KEYS: ApiKey[] = [];
}
