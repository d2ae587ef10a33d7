/*
 * The first program of threads.yaml and of threads-without-futex.yaml: threads that share a counter.
 *
 * A thread is a process that shares its parent's memory; clone(2) makes it, and every kernel can.
 * What every kernel cannot is wait: for a thread to end, or for a lock that another one holds. For
 * that there is futex(2), "sleep until this number in memory is another".
 */
#define _GNU_SOURCE /* for what Linux has and POSIX has not: sched_getaffinity */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#define THREADS 4
#define ROUNDS 100000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long counter;

/* Without the lock two threads would read the same number, add one, and both write it back. */
static void *count(void *unused)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&lock);
		counter++;
		pthread_mutex_unlock(&lock);
	}
	return unused;
}

int main(void)
{
	pthread_t threads[THREADS];
	cpu_set_t processors;

	setvbuf(stdout, 0, _IONBF, 0);
	sched_getaffinity(0, sizeof(processors), &processors);
	printf("processors: %d\n", CPU_COUNT(&processors));

	/* Nobody begins before all are there: the lock is taken, so whoever wants it has to wait. */
	pthread_mutex_lock(&lock);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], 0, count, 0))
			printf("no thread\n");
	printf("%d threads were made\n", THREADS);
	pthread_mutex_unlock(&lock);

	/* Here this one has to wait. */
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], 0);
	printf("they counted to %ld\n", counter);

	/* Process 1 must never end: the kernel would panic. */
	for (;;)
		pause();
}
