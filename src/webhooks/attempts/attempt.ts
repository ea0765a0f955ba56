import type { OutboundErrorCode } from '../../common/outbound';
import type { WebhookType } from '../webhook-types';
import type { NextAttempt, ReceiverAnswer } from './next-attempt';

/** Why an attempt got no answer. `not_sent`: for a reason of our own, which is in the operator's log. */
export type AttemptErrorCode = OutboundErrorCode | 'not_sent';

/** All that is needed to send a delivery. */
export interface TakenDelivery {
  deliveryId: string;
  /** The number under which this sender holds it. */
  claim: number;
  owner: string;
  requestId: string | null;
  run: number | null;
  subscriptionId: string | null;
  url: string;
  receiver: string;
  type: WebhookType;
  payload: string;
  /** Of its request; null where nothing is traced, or the request is gone. */
  traceparent: string | null;
  /** Attempts made before this one, in all and on the present schedule. */
  attempts: number;
  scheduleStep: number;
  /** Those of the subscription that sign, more than one during a rotation; none where the owner's own secret does. */
  sealedSecrets: string[];
}

/** What came of sending it. */
export interface Answer extends ReceiverAnswer {
  attemptedAt: Date;
  latencyMs: number;
  errorCode: AttemptErrorCode | null;
}

/** An attempt that was made, and what is to become of its delivery. */
export interface Attempt {
  delivery: TakenDelivery;
  answer: Answer;
  next: NextAttempt;
}
