import { answerOf, api } from './client';
import type { components } from './schema';
import type { Delivery, Subscription } from './types';

/** The calls about webhooks. All throw Problem. */

export type NewSubscription = components['schemas']['CreateSubscriptionBody'];
export type SubscriptionChange = components['schemas']['ChangeSubscriptionBody'];
export type WebhookType = Subscription['types'][number];
export type DeliveryStatus = Delivery['status'];

const PAGE_OF_DELIVERIES = 25;

const idOf = (id: string) => ({ params: { path: { id } } });

export const listSubscriptions = () => answerOf(api.GET('/api/webhooks/subscriptions'));

export const createSubscription = (body: NewSubscription) =>
  answerOf(api.POST('/api/webhooks/subscriptions', { body }));

export const changeSubscription = (id: string, body: SubscriptionChange) =>
  answerOf(api.PATCH('/api/webhooks/subscriptions/{id}', { ...idOf(id), body }));

export const deleteSubscription = (id: string) =>
  answerOf(api.DELETE('/api/webhooks/subscriptions/{id}', idOf(id)));

export const rotateSecret = (id: string) =>
  answerOf(api.POST('/api/webhooks/subscriptions/{id}/rotate-secret', idOf(id)));

export const sendTest = (id: string) => answerOf(api.POST('/api/webhooks/subscriptions/{id}/test', idOf(id)));

export const redeliverSince = (id: string, since: string) =>
  answerOf(api.POST('/api/webhooks/subscriptions/{id}/redeliver', { ...idOf(id), body: { since } }));

export const ownSecret = () => answerOf(api.GET('/api/webhooks/secret'));

export const listDeliveries = (status: DeliveryStatus | undefined, cursor?: string) =>
  answerOf(
    api.GET('/api/webhooks/deliveries', {
      params: { query: { limit: PAGE_OF_DELIVERIES, ...(status && { status }), ...(cursor && { cursor }) } },
    }),
  );

export const getDelivery = (id: string) => answerOf(api.GET('/api/webhooks/deliveries/{id}', idOf(id)));

export const redeliver = (id: string) =>
  answerOf(api.POST('/api/webhooks/deliveries/{id}/redeliver', idOf(id)));
