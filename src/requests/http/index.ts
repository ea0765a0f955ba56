export { ArchiveEntries } from './archive/archive-entries';
export { DownloadService } from './download/download.service';
export { UPLOAD_PATHS } from './upload/upload.controller';
export { RequestsHttpModule } from './requests-http.module';
