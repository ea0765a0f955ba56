export { MasterSecret } from './master-secret';
export { SigningSecrets } from './signing-secrets';
