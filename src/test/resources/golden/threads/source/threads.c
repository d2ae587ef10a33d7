/*
 * The init of threads.yaml and of threads-without-futex.yaml: threads that share a counter.
 *
 * A thread is a process that shares its parent's memory; clone(2) creates it, on every kernel. But
 * not every kernel lets a thread wait, for another thread to exit or for a lock to be released. That
 * needs futex(2), "sleep until this number in memory changes".
 */
#define _GNU_SOURCE /* for sched_getaffinity, which Linux has and POSIX does not */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#define THREADS 4
#define ROUNDS 100000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long counter;

/* Without the lock two threads could read the same number, add one, and both write it back. */
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

	/* The lock is held until all threads exist, so that each of them has to wait for it. */
	pthread_mutex_lock(&lock);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], 0, count, 0))
			printf("no thread\n");
	printf("%d threads were made\n", THREADS);
	pthread_mutex_unlock(&lock);

	/* Here this thread has to wait. */
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], 0);
	printf("they counted to %ld\n", counter);

	/* Process 1 must never exit: the kernel would panic. */
	for (;;)
		pause();
}
