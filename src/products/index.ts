export { ImportProducer } from './import/import.producer';
export { ProductEntity } from './product.entity';
export { ProductsModule } from './products.module';
export { SkippedRowEntity } from './skipped-row.entity';
