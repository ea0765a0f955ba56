export { ImportWorkerModule } from './import-worker.module';
