import { Module } from '@nestjs/common';
import { ImagesModule } from '../../images';
import { ProductsModule } from '../../products';
import { WebhooksModule } from '../../webhooks';
import { RequestsModule } from '../requests.module';
import { DeletionModule } from '../deletion';
import { ArchiveController } from './archive/archive.controller';
import { ArchiveEntries } from './archive/archive-entries';
import { ArchiveService } from './archive/archive.service';
import { CatalogueRows } from './catalogue/catalogue-rows';
import { ShownProducts } from './catalogue/shown-products';
import { StoredCatalogue } from './catalogue/stored-catalogue';
import { ControlController } from './control/control.controller';
import { ControlService } from './control/control.service';
import { DetailsController } from './details/details.controller';
import { DetailsService } from './details/details.service';
import { DownloadController } from './download/download.controller';
import { DownloadService } from './download/download.service';
import { EventsController } from './events/events.controller';
import { WatchedRequests } from './events/watched-requests';
import { RequestListController } from './list/list.controller';
import { LogsController } from './logs/logs.controller';
import { StatusController } from './status/status.controller';
import { StatusService } from './status/status.service';
import { Idempotency } from './upload/idempotency';
import { IncomingSweep } from './upload/incoming-sweep';
import { UploadController } from './upload/upload.controller';
import { UploadInterceptor } from './upload/upload.interceptor';
import { UploadService } from './upload/upload.service';

/** The endpoints of requests. */
@Module({
  imports: [RequestsModule, ProductsModule, ImagesModule, WebhooksModule, DeletionModule],
  controllers: [
    UploadController,
    RequestListController,
    StatusController,
    DetailsController,
    DownloadController,
    LogsController,
    ControlController,
    EventsController,
    ArchiveController,
  ],
  providers: [
    UploadInterceptor,
    IncomingSweep,
    Idempotency,
    UploadService,
    StatusService,
    ShownProducts,
    DetailsService,
    StoredCatalogue,
    CatalogueRows,
    DownloadService,
    ControlService,
    WatchedRequests,
    ArchiveEntries,
    ArchiveService,
  ],
})
export class RequestsHttpModule {}
