export { ArchiveEntries } from './archive/archive-entries';
export { DownloadService } from './download/download.service';
export { RequestsHttpModule } from './requests-http.module';
