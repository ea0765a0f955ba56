import { answerOf, api } from './client';
import type { Preview, RequestStatus, WorkStatus } from './types';

/** The calls that the page makes. All throw Problem. */

const idOf = (id: string) => ({ params: { path: { id } } });

export const getStatus = (id: string): Promise<RequestStatus> =>
  answerOf(api.GET('/api/status/{id}', { params: { path: { id }, query: {} } }));

export const listRequests = (limit: number, cursor: string | undefined, signal: AbortSignal) =>
  answerOf(api.GET('/api/requests', { params: { query: { limit, ...(cursor && { cursor }) } }, signal }));

export interface ProductFilter {
  status?: WorkStatus;
  q?: string;
}

export const getProducts = (id: string, limit: number, cursor?: string, filter: ProductFilter = {}) =>
  answerOf(
    api.GET('/api/details/{id}', {
      params: { path: { id }, query: { limit, ...(cursor && { cursor }), ...filter } },
    }),
  );

export const cancelRequest = (id: string) => answerOf(api.POST('/api/requests/{id}/cancel', idOf(id)));
export const retryRequest = (id: string) => answerOf(api.POST('/api/requests/{id}/retry', idOf(id)));
export const deleteRequest = (id: string) => answerOf(api.DELETE('/api/requests/{id}', idOf(id)));

export interface PreviewFields {
  url: string;
  quality?: number;
  format?: RequestStatus['options']['format'];
  effort?: RequestStatus['options']['effort'];
  max_width?: number;
  max_height?: number;
}

export const previewImage = (body: PreviewFields, signal: AbortSignal): Promise<Preview> =>
  answerOf(api.POST('/api/preview', { body, signal }));
