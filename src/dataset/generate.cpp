#include "dataset/generate.h"
