export { DeletionMarks } from './deletion-marks';
export { DeletionModule, DeletionWorkerModule } from './deletion.module';
