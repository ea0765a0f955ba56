import { EntryList } from '../settings';
import { type ApiKey, parseApiKey } from './api-key';

export class ApiKeySettings {
  /** Who may call, as `name:key`. A name owns what it uploads; none: everybody who can reach the service. */
  @EntryList(
    'name:key, the name of letters, digits, dots, dashes and underscores ("default" only as the first), the key of at least 16 characters and nobody else\'s',
    parseApiKey,
  )
  API_KEYS: ApiKey[] = [];
}
