#include "dataset/import.h"
