export { MasterSecret } from './master-secret';
export { UnreadableSecretError } from './sealed-secret';
export { signatureHeaders } from './signature';
export { SigningSecrets } from './signing-secrets';
