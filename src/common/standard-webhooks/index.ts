export { asSigningSecret, encodeSecret } from './secret';
export { isSigned, signatureHeaders } from './signature';
