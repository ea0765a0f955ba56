export { ProductEntity } from './product.entity';
export { SkippedRowEntity } from './skipped-row.entity';
