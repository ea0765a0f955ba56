export { MasterSecret } from './master-secret';
export { UnreadableSecretError } from './sealed-secret';
export { isSigned, signatureHeaders } from './signature';
export { SigningSecrets } from './signing-secrets';
