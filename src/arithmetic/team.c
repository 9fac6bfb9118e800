/* A team of threads: each takes the next piece that no thread has taken, until there is none. */
#include "arithmetic/team.h"
#include "program/error.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

struct team {
    int size;
    struct member *members; /* [size - 1] */

    pthread_mutex_t lock;
    pthread_cond_t begin, end;
    int64_t jobs; /* how many jobs have begun; -1 ends the threads */
    int busy;     /* threads that have not finished the current job */

    /* The job. */
    void (*work)(void *context, int piece, int thread);
    void *context;
    int pieces;
    atomic_int next;
};

struct member {
    struct team *team;
    int thread;
    pthread_t id;
};

int threads_wanted(void) {
    return count_wanted("THREADS", 1, 1024);
}

static void work_on(struct team *team, int thread) {
    for (int piece; (piece = atomic_fetch_add(&team->next, 1)) < team->pieces;)
        team->work(team->context, piece, thread);
}

static void *serve(void *argument) {
    struct member *member = argument;
    struct team *team = member->team;
    pthread_mutex_lock(&team->lock);
    for (int64_t done = 0; team->jobs >= 0;) {
        if (team->jobs == done) {
            pthread_cond_wait(&team->begin, &team->lock);
            continue;
        }
        done = team->jobs;
        pthread_mutex_unlock(&team->lock);
        work_on(team, member->thread);
        pthread_mutex_lock(&team->lock);
        if (--team->busy == 0)
            pthread_cond_signal(&team->end);
    }
    pthread_mutex_unlock(&team->lock);
    return NULL;
}

struct team *team(int threads) {
    struct team *team = allocate(1, sizeof *team);
    team->size = threads;
    team->members = allocate((size_t)threads, sizeof *team->members);
    pthread_mutex_init(&team->lock, NULL);
    pthread_cond_init(&team->begin, NULL);
    pthread_cond_init(&team->end, NULL);
    for (int n = 0; n < threads - 1; n++) {
        team->members[n] = (struct member){.team = team, .thread = n + 1};
        if (pthread_create(&team->members[n].id, NULL, serve, &team->members[n]) != 0)
            fail("cannot start %d threads, expected that many to be possible", threads);
    }
    return team;
}

void team_free(struct team *team) {
    pthread_mutex_lock(&team->lock);
    team->jobs = -1;
    pthread_cond_broadcast(&team->begin);
    pthread_mutex_unlock(&team->lock);
    for (int n = 0; n < team->size - 1; n++)
        pthread_join(team->members[n].id, NULL);
    pthread_cond_destroy(&team->begin);
    pthread_cond_destroy(&team->end);
    pthread_mutex_destroy(&team->lock);
    free(team->members);
    free(team);
}

int team_size(const struct team *team) {
    return team->size;
}

void team_share(struct team *team, int pieces, void (*work)(void *context, int piece, int thread),
                void *context) {
    team->work = work;
    team->context = context;
    team->pieces = pieces;
    team->next = 0;
    if (team->size == 1 || pieces == 1) {
        work_on(team, 0);
        return;
    }
    pthread_mutex_lock(&team->lock);
    team->busy = team->size - 1;
    team->jobs++;
    pthread_cond_broadcast(&team->begin);
    pthread_mutex_unlock(&team->lock);
    work_on(team, 0);
    pthread_mutex_lock(&team->lock);
    while (team->busy > 0)
        pthread_cond_wait(&team->end, &team->lock);
    pthread_mutex_unlock(&team->lock);
}
