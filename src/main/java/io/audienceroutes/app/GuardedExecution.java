package io.audienceroutes.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.impl.engine.DefaultAsyncProcessorAwaitManager;
import org.apache.camel.impl.engine.DefaultReactiveExecutor;
import org.apache.camel.spi.AsyncProcessorAwaitManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.apache.camel.util.concurrent.RejectableThreadPoolExecutor;

/** Camel's threads, its queue of work and its waits, made such that {@link LostErrors} gets what they would lose. */
final class GuardedExecution {
    private final LostErrors errors;

    GuardedExecution(LostErrors errors) {
        this.errors = errors;
    }

    /** Before routes are made. */
    void addTo(CamelContext camel) {
        ExtendedCamelContext context = camel.getCamelContextExtension();
        context.addInterceptStrategy(new StepGuard());
        context.setReactiveExecutor(new GuardedQueue(errors));
        context.addContextPlugin(AsyncProcessorAwaitManager.class, new GuardedWaits(errors));
        camel.getExecutorServiceManager().setThreadPoolFactory(new GuardedPools(errors));
    }

    private static final class GuardedQueue extends DefaultReactiveExecutor {
        private final LostErrors errors;

        GuardedQueue(LostErrors errors) {
            this.errors = errors;
        }

        @Override
        public void schedule(Runnable work) {
            super.schedule(errors.guarded(work));
        }

        @Override
        public void scheduleMain(Runnable work) {
            super.scheduleMain(errors.guarded(work));
        }

        @Override
        public void scheduleSync(Runnable work) {
            super.scheduleSync(errors.guarded(work));
        }

        @Override
        public void scheduleQueue(Runnable work) {
            super.scheduleQueue(errors.guarded(work));
        }
    }

    private static final class GuardedWaits extends DefaultAsyncProcessorAwaitManager {
        private final LostErrors errors;

        GuardedWaits(LostErrors errors) {
            this.errors = errors;
        }

        @Override
        public void process(AsyncProcessor processor, Exchange exchange) {
            CountDownLatch latch = new CountDownLatch(1);
            errors.begin(exchange, latch);
            try {
                processor.process(exchange, inTime -> countDown(exchange, latch));
                if (latch.getCount() > 0) {
                    await(exchange, latch);
                }
            } finally {
                errors.end();
            }
        }
    }

    private static final class GuardedPools extends DefaultThreadPoolFactory {
        private final LostErrors errors;

        GuardedPools(LostErrors errors) {
            this.errors = errors;
        }

        @Override
        public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
            boolean direct = profile.getMaxQueueSize() <= 0;
            GuardedPool pool = new GuardedPool(profile, direct, threads, errors);
            pool.allowCoreThreadTimeOut(!Boolean.FALSE.equals(profile.getAllowCoreThreadTimeOut()));
            return pool;
        }
    }

    private static final class GuardedPool extends RejectableThreadPoolExecutor {
        private final LostErrors errors;

        GuardedPool(ThreadPoolProfile profile, boolean direct, ThreadFactory threads, LostErrors errors) {
            super(
                    Math.max(1, profile.getPoolSize()),
                    Math.max(1, profile.getMaxPoolSize()),
                    profile.getKeepAliveTime(),
                    profile.getTimeUnit() == null ? TimeUnit.SECONDS : profile.getTimeUnit(),
                    direct ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(profile.getMaxQueueSize()),
                    threads);
            this.errors = errors;
        }

        @Override
        public Future<?> submit(Runnable work) {
            return super.submit(errors.given(work));
        }
    }
}
