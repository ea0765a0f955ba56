export { MasterSecret } from './master-secret';
export { UnreadableSecretError } from './sealed-secret';
export { SigningSecrets } from './signing-secrets';
