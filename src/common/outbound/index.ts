export { type Allowance, parseAllowance } from './allowances';
export { OutboundClient } from './outbound.client';
export type { OutboundOptions, OutboundRequest, OutboundResponse } from './outbound.client';
export { OutboundError, type OutboundErrorCode } from './outbound-error';
export { OutboundModule } from './outbound.module';
export { OutboundSettings } from './outbound.settings';
export { OwnListeners } from './own-listeners';
export { Slots } from './slots';
export { toOutboundError } from './to-outbound-error';
