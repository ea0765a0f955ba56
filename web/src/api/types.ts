import type { components } from './schema';

type Schemas = components['schemas'];

export type RequestStatus = Schemas['RequestStatusDto'];
export type WorkStatus = RequestStatus['status'];
export type Product = Schemas['ProductDto'];
export type Image = Schemas['ImageDto'];
export type FailureCode = Schemas['ImageErrorDto']['code'];
export type CsvProblem = Schemas['CsvProblemDto'];
export type ValidationReport = Schemas['ValidationReportDto'];
export type UploadAccepted = Schemas['UploadAcceptedDto'];
export type Subscription = Schemas['SubscriptionDto'];
export type SubscriptionSecret = Schemas['SubscriptionSecretDto'];
export type Delivery = Schemas['DeliveryDto'];
export type Preview = Schemas['PreviewDto'];
