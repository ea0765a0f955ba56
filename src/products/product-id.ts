import { memberId } from '../requests';

/** The id of the product in a data row of a request. */
export const productIdOf = (requestId: string, row: number): string => memberId(requestId, row);
