/** The ids of the examples in the API's documentation, so that those of one request, delivery and so on agree. */
export const EXAMPLE_ID = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';
export const EXAMPLE_DELIVERY_ID = '0192f0c1-9a3b-7d10-8c55-2b8f4f1e6a77';
export const EXAMPLE_SUBSCRIPTION_ID = '0192efff-1c2d-7e3f-8a4b-5c6d7e8f9a0b';
