export { noCrossSiteWrites } from './cross-site';
export { pagePolicy, securityHeaders } from './security-headers';
export { HttpSettings } from './http.settings';
export { knownHostsOnly } from './known-hosts';
export { trustedProxies } from './origins-and-proxies';
export { Cursor, Limit, PAGE, pageOf, UUID_CURSOR } from './page';
export type { Page } from './page';
export { endSlowBodies, limitConnections } from './slow-clients';
export { validationPipe } from './validation.pipe';
