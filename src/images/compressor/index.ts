export { Compressor } from './compressor';
export { CompressorModule } from './compressor.module';
